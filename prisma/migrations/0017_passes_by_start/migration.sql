-- CreateIndex
CREATE INDEX "Pass_managerId_startedAt_idx" ON "Pass"("managerId", "startedAt");
