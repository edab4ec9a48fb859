// Whether the browser may throw the recordings away by itself when its device runs out of room.

/** `cannot`: this browser does not let a page ask. */
export type Persistence = "persistent" | "evictable" | "cannot";

export async function persistence(): Promise<Persistence> {
  if (!("persisted" in navigator.storage)) return "cannot";
  return (await navigator.storage.persisted()) ? "persistent" : "evictable";
}

/** To be called on a person's gesture: some browsers show a question, others decide by themselves. */
export async function askPersistence(): Promise<Persistence> {
  if (!("persist" in navigator.storage)) return "cannot";
  return (await navigator.storage.persist()) ? "persistent" : "evictable";
}
