-- AlterTable
ALTER TABLE "SavedView" ADD COLUMN "gone" TEXT NOT NULL DEFAULT '';
