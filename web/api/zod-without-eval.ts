// Keeps zod from compiling parsers with `new Function`, which the security policy forbids and reports.
// Each page imports this before anything that defines a schema.
import { config } from "zod";

config({ jitless: true });
