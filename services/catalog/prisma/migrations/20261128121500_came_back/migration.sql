ALTER TYPE "allocation_ending" ADD VALUE 'cameBack';
