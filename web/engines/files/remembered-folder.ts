// Remembers the folder of a channel across visits. A handle can be kept in IndexedDB alone; the permission ends with the visit.

const databaseName = "hypecut.folders";
const storeName = "folders";

export async function rememberFolder(channelKey: string, folder: FileSystemDirectoryHandle): Promise<void> {
  await inStore("readwrite", (store) => store.put(folder, channelKey));
}

/** Null when there is none, or when this browser keeps nothing. */
export async function rememberedFolder(channelKey: string): Promise<FileSystemDirectoryHandle | null> {
  const found = await inStore("readonly", (store) => store.get(channelKey)).catch(() => null);
  return found instanceof FileSystemDirectoryHandle ? found : null;
}

export async function forgetFolder(channelKey: string): Promise<void> {
  await inStore("readwrite", (store) => store.delete(channelKey));
}

async function inStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
  const database = (await answer(opening)) as IDBDatabase;
  try {
    return await answer(ask(database.transaction(storeName, mode).objectStore(storeName)));
  } finally {
    database.close();
  }
}

function answer(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's database refused."));
  });
}
