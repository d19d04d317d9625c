-- CreateTable
CREATE TABLE "copy_measures" (
    "copy_id" BIGINT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "weight_grams" INTEGER NOT NULL,
    "thickness_mm" INTEGER NOT NULL,
    "supplement_count" INTEGER NOT NULL,

    CONSTRAINT "copy_measures_pkey" PRIMARY KEY ("copy_id")
);

-- Whose measures change is found by its copy.
CREATE INDEX "packing_row_copy_id_idx" ON "packing_row"("copy_id");
