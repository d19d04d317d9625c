-- What the desk may settle is found by how its copy ended: an index over the state itself cost every change of a state.
DROP INDEX "reservation_unreturned";
CREATE INDEX "allocation_closed" ON "allocation"("number") WHERE (ending = 'closed'::allocation_ending);
CREATE INDEX "scan_lost" ON "scan"("allocation") WHERE (kind = 'lost'::scan_kind);
