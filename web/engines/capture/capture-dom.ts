// What Chromium has for capturing a part of a tab and the DOM types lack: Region Capture and Element Capture
// (w3c.github.io/mediacapture-region, screen-share.github.io/element-capture) and the options of a share.

interface PartOfTab<Target> {
  fromElement(element: Element): Promise<Target>;
}
declare const cropTarget: unique symbol;
declare const restrictionTarget: unique symbol;
interface CropTarget {
  readonly [cropTarget]: true;
}
interface RestrictionTarget {
  readonly [restrictionTarget]: true;
}

export const partsOfTab = globalThis as typeof globalThis & {
  /** Chromium 104. */
  readonly CropTarget?: PartOfTab<CropTarget>;
  /** Chromium 132. */
  readonly RestrictionTarget?: PartOfTab<RestrictionTarget>;
};

export interface NarrowableTrack extends MediaStreamTrack {
  cropTo?(target: CropTarget): Promise<void>;
  restrictTo?(target: RestrictionTarget): Promise<void>;
}

export interface ShareOptions extends DisplayMediaStreamOptions {
  readonly preferCurrentTab: boolean;
  readonly selfBrowserSurface: "include" | "exclude";
  readonly surfaceSwitching: "include" | "exclude";
  readonly monitorTypeSurfaces: "include" | "exclude";
  readonly video: MediaTrackConstraints & { readonly cursor: "never" | "always" | "motion" };
  readonly audio: MediaTrackConstraints & { readonly suppressLocalAudioPlayback: boolean };
}
