-- CreateTable
CREATE TABLE "EndpointApart" (
    "earlierKey" INTEGER NOT NULL,
    "laterKey" INTEGER NOT NULL,
    "managerId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "madeAt" BIGINT NOT NULL,

    PRIMARY KEY ("earlierKey", "laterKey")
);
