// Where drizzle-kit finds the tables and puts the SQL: `npx drizzle-kit generate`, `npx drizzle-kit migrate`.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./adapters/database/schema.ts",
  out: "./migrations",
  dbCredentials: { url: process.env["DATABASE_URL"] ?? "" },
});
