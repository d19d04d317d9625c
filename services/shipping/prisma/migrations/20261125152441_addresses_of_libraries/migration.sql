-- AlterTable
ALTER TABLE "library" ADD COLUMN     "address_lines" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "postcode" TEXT;
