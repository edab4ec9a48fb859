// What a stream lets one choose from, and what is chosen by itself.
import { describe, expect, test } from "vitest";
import { readPlaylist } from "#core/recording/playlist.ts";
import { pickSound, pickVariant, type Variants } from "#core/recording/variants.ts";
import { parsePlaylist } from "../../../web/engines/recorder/parse-playlist.ts";

function offered(...lines: string[]): Variants {
  const text = `#EXTM3U\n${lines.join("\n")}\n`;
  const playlist = readPlaylist(parsePlaylist(text), (uri) => (uri.startsWith("http:") ? null : uri));
  if (playlist.status !== "multivariant") throw new Error(`It is ${playlist.status}.`);
  return playlist;
}

const variant = (attributes: string, uri: string) => [`#EXT-X-STREAM-INF:${attributes}`, uri];
const decodesAll = () => true;

describe("the variants", () => {
  const stream = offered(
    ...variant('BANDWIDTH=160000,CODECS="mp4a.40.2"', "sound.m3u8"),
    ...variant('BANDWIDTH=1000000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30.000', "low.m3u8"),
    ...variant('BANDWIDTH=6000000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1920x1080,FRAME-RATE=59.94', "high.m3u8"),
    ...variant('BANDWIDTH=9000000,CODECS="hvc1.1.6.L123.B0,mp4a.40.2",RESOLUTION=2560x1440', "hevc.m3u8"),
  );

  test("come best first, those without pictures last, named by their size", () => {
    expect(stream.variants.map(({ name, hasVideo, addresses }) => [name, hasVideo, addresses[0]])).toEqual([
      ["1440p", true, "hevc.m3u8"],
      ["1080p60", true, "high.m3u8"],
      ["360p30", true, "low.m3u8"],
      ["0.2 Mb/s", false, "sound.m3u8"],
    ]);
  });

  test("are chosen as asked, else by what can be decoded, else by what is best", () => {
    const name = (chosen: string | null, canDecode: (codecs: string | null) => boolean) =>
      pickVariant(stream, chosen, canDecode).name;
    expect(name(null, decodesAll)).toBe("1440p");
    expect(name(null, (codecs) => !codecs?.startsWith("hvc1"))).toBe("1080p60");
    expect(name(null, () => false)).toBe("1440p");
    expect(name(stream.variants[2]?.id ?? "", decodesAll)).toBe("360p30");
    expect(name("one that is gone", decodesAll)).toBe("1440p");
  });

  test("bear the names their source gives them", () => {
    const { variants } = offered(
      '#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="chunked",NAME="1080p60 (source)",AUTOSELECT=YES,DEFAULT=YES',
      ...variant('BANDWIDTH=6000000,RESOLUTION=1920x1080,VIDEO="chunked",FRAME-RATE=60.000', "a.m3u8"),
      ...variant('BANDWIDTH=700000,NAME="potato"', "b.m3u8"),
    );
    expect(variants.map(({ name }) => name)).toEqual(["1080p60 (source)", "potato"]);
  });

  test("that are listed twice are one with two addresses", () => {
    const same = "BANDWIDTH=6000000,RESOLUTION=1920x1080";
    const { variants } = offered(...variant(same, "a.m3u8"), ...variant(same, "backup.m3u8"));
    expect(variants.map(({ addresses }) => addresses)).toEqual([["a.m3u8", "backup.m3u8"]]);
  });
});

describe("sound that comes apart", () => {
  const sound = (name: string, rest: string) =>
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="${name}",LANGUAGE="${name.slice(0, 2)}"${rest}`;
  const stream = offered(
    sound("german", ',URI="de.m3u8"'),
    sound("english", ',DEFAULT=YES,URI="en.m3u8"'),
    sound("french", ',AUTOSELECT=YES,URI="fr.m3u8"'),
    sound("spanish", ',URI="http://refused.test/es.m3u8"'),
    ...variant('BANDWIDTH=6000000,RESOLUTION=1920x1080,AUDIO="aac"', "a.m3u8"),
    ...variant("BANDWIDTH=600000,RESOLUTION=640x360", "b.m3u8"),
  );

  test("is that of the variant's group, the source's own choice first", () => {
    const [best, low] = stream.variants;
    expect(stream.sounds.get("aac")?.map(({ name }) => name)).toEqual(["english", "french", "german"]);
    expect(pickSound(stream, best, null)).toMatchObject({ name: "english", address: "en.m3u8", language: "en" });
    expect(pickSound(stream, best, "german")?.address).toBe("de.m3u8");
    expect(pickSound(stream, best, "spanish")?.name).toBe("english");
    expect(low && pickSound(stream, low, null)).toBeNull();
  });

  test("may lie in the variant all the same", () => {
    const inside = offered(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES',
      ...variant('BANDWIDTH=6000000,RESOLUTION=1920x1080,AUDIO="a"', "a.m3u8"),
    );
    expect(pickSound(inside, inside.variants[0], null)).toMatchObject({ name: "main", address: null });
  });
});
