-- The writer's turn in one round trip: waits for the lock, then tells how far the log is. Each statement of a volatile
-- function sees what is committed when it begins, so the second one sees what others wrote while the first waited.
CREATE FUNCTION take_turn(lock bigint) RETURNS TABLE (last_position bigint, last_number bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(lock);
    RETURN QUERY SELECT coalesce(max(log_position), 0), coalesce(max(fact_number), 0) FROM log;
END $$;
