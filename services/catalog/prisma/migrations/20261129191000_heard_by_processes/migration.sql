-- What the process of a reservation was last seen to know: the night asks only those of which more was told since.
ALTER TABLE "reservation_state" ADD COLUMN     "heard_epoch" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "heard_n" INTEGER NOT NULL DEFAULT 0;
