ALTER TABLE "parcel" ADD COLUMN "dispatch_scan" UUID;
