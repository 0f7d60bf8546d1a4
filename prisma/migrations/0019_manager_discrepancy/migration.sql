-- AlterTable
ALTER TABLE "Manager" ADD COLUMN "discrepancy" TEXT;
