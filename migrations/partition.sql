-- Splits a table that has grown into parts by partnership, on PostgreSQL. The product never runs
-- this: somebody does, once, when a table has become too big to look after in one piece. See
-- "Growing" in README.md. A test runs it on every table.
--
--     psql -1 -f migrations/partition.sql -c "SELECT pg_temp.split_by_partnership('answer', 16)"
--
-- The table is locked while its rows are copied. Keys, checks and indexes keep their names, and
-- foreign keys to and from it are put back, and so are its triggers: neither the code nor later steps can tell.
CREATE FUNCTION pg_temp.split_by_partnership(grown text, parts integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    again text[];
    statement text;
BEGIN
    -- What has to be there again at the end, as it is written now.
    SELECT array_agg(sql ORDER BY turn) INTO again FROM (
        SELECT 1 AS turn, format('ALTER TABLE %I ADD CONSTRAINT %I %s',
            grown, conname, pg_get_constraintdef(oid)) AS sql
        FROM pg_constraint WHERE contype = 'p' AND conrelid = grown::regclass
        UNION ALL
        SELECT 2, indexdef FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = grown AND indexname NOT LIKE 'pk\_%'
        UNION ALL
        SELECT 3, format('ALTER TABLE %s ADD CONSTRAINT %I %s',
            conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
        AND grown::regclass IN (conrelid, confrelid)
        UNION ALL
        SELECT 4, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgrelid = grown::regclass AND NOT tgisinternal
    ) parts_of_the_table;

    FOR statement IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
        FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND confrelid = grown::regclass
    LOOP
        EXECUTE statement;
    END LOOP;

    EXECUTE format('ALTER TABLE %I RENAME TO whole', grown);
    EXECUTE format('CREATE TABLE %I (LIKE whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
        PARTITION BY HASH (partnership_id)', grown);
    FOR part IN 0 .. parts - 1 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
            grown || '_' || part, grown, parts, part);
    END LOOP;
    EXECUTE format('INSERT INTO %I SELECT * FROM whole', grown);
    DROP TABLE whole;

    FOREACH statement IN ARRAY again LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
