-- AlterTable
ALTER TABLE "Manager" ADD COLUMN "generatedUntil" BIGINT;

-- A demo's store says it of itself while the passes that were made up are still there.
UPDATE "Manager" SET "generatedUntil" = (
  SELECT "asOf" FROM "Pass" WHERE "managerId" = "Manager"."id" AND "kind" <> 'generated' ORDER BY "id" LIMIT 1
) WHERE EXISTS (SELECT 1 FROM "Pass" WHERE "managerId" = "Manager"."id" AND "kind" = 'generated');
