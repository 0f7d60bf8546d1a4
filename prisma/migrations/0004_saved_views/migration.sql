-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "sort" TEXT NOT NULL,
    "cols" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" BIGINT NOT NULL,
    "changedAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "DefaultView" (
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "viewId" TEXT NOT NULL,

    PRIMARY KEY ("managerId", "username")
);

-- CreateIndex
CREATE INDEX "SavedView_managerId_shared_idx" ON "SavedView"("managerId", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_managerId_username_nameKey_key" ON "SavedView"("managerId", "username", "nameKey");

-- CreateIndex
CREATE INDEX "DefaultView_viewId_idx" ON "DefaultView"("viewId");
