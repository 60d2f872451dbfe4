/** The script of a worker thread: answers jobs until the thread is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { answerJob, memoryOf } from "./jobs.js";
import type { Job } from "./jobs.js";
import type { Reply } from "./workers.js";

/** Whether this thread was started to answer jobs, and not some other thread that imports the file. */
const isMeant = (data: unknown): boolean => typeof data === "object" && data !== null && "answersJobs" in data;

if (parentPort !== null && isMeant(workerData)) {
  const port = parentPort;
  port.on("message", (job: Job) => {
    const reply = replyTo(job);
    port.postMessage(reply, "answer" in reply ? memoryOf(reply.answer) : []);
  });
}

/** A failure travels as text: an Error would lose its stack on the way. */
function replyTo(job: Job): Reply {
  try {
    return { answer: answerJob(job) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
