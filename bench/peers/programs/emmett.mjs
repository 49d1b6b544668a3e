// npm `@event-driven-io/emmett-postgresql`: a decider's command handler, its pool, and a consumer with one reactor.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { dumbo } from '@event-driven-io/dumbo';
import { DeciderCommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

// The same figures as in bench/peers/contract.py.
const FACTS_PER_STREAM = 10;
const WARM_UP_FACTS = 20;
const SETTLED_SECONDS = 3;
const HOUSES = ['sandloch', 'klausing'];

const house = (version) => HOUSES[version % 2];

const fact = (caseId, version) => ({
  actor: 'clerk-1',
  causationid: 'MoveHousehold',
  correlationid: randomUUID(),
  data: { case_id: caseId, house: house(version), moved_on: '2018-11-01' },
  datacontenttype: 'application/json',
  dataschema: 'urn:fallbuch:schema:HouseholdMoved:1',
  effectiveon: '2018-11-01',
  id: randomUUID(),
  source: 'urn:fallbuch:weinheim:intake',
  specversion: '1.0',
  streamversion: version,
  subject: `case-${caseId}`,
  time: new Date().toISOString(),
  type: 'HouseholdMoved',
});

// The decision: whoever lives there already does not move.
const handle = DeciderCommandHandler({
  decide: (command, state) =>
    state.house === house(command.data.version)
      ? []
      : { type: 'HouseholdMoved', data: fact(command.data.caseId, command.data.version) },
  evolve: (_state, event) => ({ house: event.data.data.house }),
  initialState: () => ({ house: null }),
});

async function appendStreams(store, facts) {
  for (let begin = 0; begin < facts; begin += FACTS_PER_STREAM) {
    const caseId = randomUUID();
    for (let version = 1; version <= Math.min(FACTS_PER_STREAM, facts - begin); version += 1) {
      await handle(
        store,
        `case-${caseId}`,
        { type: 'MoveHousehold', data: { caseId, version } },
        { expectedStreamVersion: version === 1 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version - 1) },
      );
    }
  }
}

function shares(facts, callers) {
  const each = Math.floor(facts / callers);
  return Array.from({ length: callers }, (_, number) => each + (number < facts % callers ? 1 : 0));
}

async function settle(seen, appended) {
  let [last, since] = [-1, performance.now()];
  while (seen.size < appended && performance.now() - since < SETTLED_SECONDS * 1000) {
    if (seen.size !== last) [last, since] = [seen.size, performance.now()];
    await sleep(20);
  }
}

const { values } = parseArgs({
  options: { url: { type: 'string' }, callers: { type: 'string' }, facts: { type: 'string' } },
});
const [callers, facts] = [Number(values.callers), Number(values.facts)];
const pool = new pg.Pool({ connectionString: values.url, max: callers + 2 });
const store = getPostgreSQLEventStore(values.url, {
  connectionOptions: { pool },
  schema: { autoMigration: 'None' },
});
await store.schema.migrate();

const seen = new Set();
const consumer = postgreSQLEventStoreConsumer({
  connectionString: values.url,
  pool: dumbo({ connectionString: values.url }),
  pulling: { batchSize: 500 },
});
consumer.reactor({
  processorId: 'tail',
  startFrom: 'BEGINNING',
  eachMessage: (message) => {
    seen.add(message.metadata.messageId);
  },
});
const reading = consumer.start();
reading.catch(() => {});

await Promise.all(Array.from({ length: callers }, () => appendStreams(store, WARM_UP_FACTS)));
const [begin, used] = [performance.now(), process.cpuUsage()];
await Promise.all(shares(facts, callers).map((share) => appendStreams(store, share)));
const seconds = (performance.now() - begin) / 1000;
const cpu = process.cpuUsage(used);

const appended = facts + callers * WARM_UP_FACTS;
await settle(seen, appended);
const installed = JSON.parse(
  readFileSync(new URL('node_modules/@event-driven-io/emmett-postgresql/package.json', import.meta.url)),
);
console.log(
  JSON.stringify({
    peer: 'emmett',
    version: installed.version,
    facts,
    seconds: Number(seconds.toFixed(4)),
    cpu_seconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(4)),
    missed: appended - seen.size,
    seen: seen.size,
    note: '',
  }),
);
process.exit(0);
