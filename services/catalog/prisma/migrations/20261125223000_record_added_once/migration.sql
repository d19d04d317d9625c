-- A form of the desk that added a record: sent again it adds no second one. Records of before were added by no form that
-- could still be sent.
CREATE TABLE "record_addition" (
    "fact_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,

    CONSTRAINT "record_addition_pkey" PRIMARY KEY ("fact_id")
);

ALTER TABLE "record_addition" ADD CONSTRAINT "record_addition_record_fkey" FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
