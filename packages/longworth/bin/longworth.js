#!/usr/bin/env node
import { start } from "../build/cli/start.js";

await start();
