-- What commands led to, in one statement: the turn, a look whether the log is still where it was when they were decided,
-- and the rows. False: somebody else wrote meanwhile, and nothing is written. A key that was used raises.
CREATE FUNCTION append_facts(turn bigint, expected bigint, facts log[], answers idempotency[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(turn);
    IF (SELECT coalesce(max(log_position), 0) FROM public.log) <> expected THEN
        RETURN false;
    END IF;
    INSERT INTO public.log SELECT * FROM unnest(facts);
    INSERT INTO public.idempotency SELECT * FROM unnest(answers);
    RETURN true;
END $$;
