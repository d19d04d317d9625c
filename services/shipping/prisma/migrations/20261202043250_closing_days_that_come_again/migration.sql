-- CreateEnum
CREATE TYPE "weekly_on_holiday" AS ENUM ('closed', 'open', 'nextDay');

-- CreateEnum
CREATE TYPE "monthly_otherwise" AS ENUM ('closed', 'open', 'dayBefore', 'dayAfter');

-- AlterTable
ALTER TABLE "library" ADD COLUMN     "monthly_days" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "monthly_otherwise" "monthly_otherwise" NOT NULL DEFAULT 'closed',
ADD COLUMN     "weekly_on_holiday" "weekly_on_holiday" NOT NULL DEFAULT 'closed';
