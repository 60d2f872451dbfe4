/** The configuration of the small cluster: what each file of a node's etc/ holds, as lines. Loopback only. */

export const nodeProperties = (name, data) => [
  "node.environment=longworth",
  `node.id=${name}`,
  `node.data-dir=${data}`,
  "node.bind-ip=127.0.0.1",
  "node.internal-address=127.0.0.1",
  "node.external-address=127.0.0.1",
];

/** Made to start soon and to sit small: the first compiler only, one collector thread; `isForWork`: for large logs, both compilers. */
export const jvm = (heap, isForWork) => [
  "-server",
  `-Xmx${heap}`,
  ...(isForWork ? ["-XX:+UseG1GC"] : ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]),
  "-XX:+ExitOnOutOfMemoryError",
  "-XX:-OmitStackTraceInFastThrow",
  "-XX:ReservedCodeCacheSize=256M",
  "-Djdk.attach.allowAttachSelf=true",
  "-Djdk.nio.maxCachedBufferSize=2000000",
  "-XX:+EnableDynamicAgentLoading",
  "--enable-native-access=ALL-UNNAMED",
];

const HEADROOM_MB = 384;
const SPARE_MB = 252; // of a heap, beside the headroom and what queries may take

/** What queries may take of a heap of "1536M" or "3G": on a worker 900 MB of the former. */
const forQueries = (heap) => Number.parseInt(heap, 10) * (/g$/i.test(heap) ? 1024 : 1) - HEADROOM_MB - SPARE_MB;

/** `tls`: the port and the folder of scripts/trino/security.mjs; null without. */
export const nodeConfig = ({ isCoordinator, port, coordinatorPort, heap, tls }) => [
  `coordinator=${isCoordinator}`,
  `http-server.http.port=${port}`,
  `discovery.uri=http://127.0.0.1:${coordinatorPort}`,
  "catalog.management=static",
  `query.max-memory=${Math.max(2048, 2 * forQueries(heap))}MB`,
  `query.max-memory-per-node=${isCoordinator ? 384 : forQueries(heap)}MB`,
  `memory.heap-headroom-per-node=${HEADROOM_MB}MB`,
  ...(isCoordinator ? COORDINATOR : []),
  ...(tls ? [`internal-communication.shared-secret=${tls.shared}`] : []),
  ...(tls && isCoordinator ? secured(tls) : []),
];

/** Who comes by TLS has a password or a JWT; loopback in clear stays as it was, for the tests that need no secret. */
const secured = ({ port, folder }) => [
  "http-server.https.enabled=true",
  `http-server.https.port=${port}`,
  `http-server.https.keystore.path=${folder}/server.pem`,
  "http-server.authentication.type=PASSWORD,JWT",
  "http-server.authentication.allow-insecure-over-http=true",
  `http-server.authentication.jwt.key-file=${folder}/jwt.pem`,
];

export const passwords = ({ folder }) => [
  "password-authenticator.name=file",
  `file.password-file=${folder}/password.db`,
];

const COORDINATOR = [
  "node-scheduler.include-coordinator=false",
  "query.max-length=16000000",
  "query.max-history=20", // texts of queries stay in memory: those that load rows are large
  "query.min-expire-age=30s",
  "query.remote-task.max-error-duration=10s",
  "fault-tolerant-execution-task-memory=300MB",
  "fault-tolerant-execution-coordinator-task-memory=200MB",
];

/** Everybody may do everything, but for `guest`, who reads what is invented: for tests of refusals. */
export const accessControl = (rules) => ["access-control.name=file", `security.config-file=${rules}`];
export const RULES = {
  catalogs: [
    { user: "guest", catalog: "tpch|system", allow: "read-only" },
    { user: "guest", allow: "none" },
    { allow: "all" },
  ],
};

export const exchange = (folder) => ["exchange-manager.name=filesystem", `exchange.base-directories=${folder}`];

const local = (warehouse) => ["fs.native-local.enabled=true", `local.location=${warehouse}`];

export const catalogs = (warehouse) => ({
  memory: ["connector.name=memory", "memory.max-data-per-node=512MB"],
  tpch: ["connector.name=tpch", "tpch.splits-per-node=2"],
  hive: [
    "connector.name=hive",
    "hive.metastore=file",
    "hive.metastore.catalog.dir=local:///metastore",
    "hive.storage-format=PARQUET",
    "hive.timestamp-precision=MICROSECONDS",
    "hive.non-managed-table-writes-enabled=true",
    ...local(warehouse),
  ],
  iceberg: [
    "connector.name=iceberg",
    "iceberg.catalog.type=TESTING_FILE_METASTORE",
    "hive.metastore.catalog.dir=local:///iceberg",
    "iceberg.file-format=PARQUET",
    ...local(warehouse),
  ],
});
