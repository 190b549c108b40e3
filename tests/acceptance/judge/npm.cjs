// What packages of npm's make of one file, as JSON: node npm.cjs PROGRAM FILE, with NODE_PATH set.
"use strict";

const { readFileSync } = require("node:fs");

const fraction = ({ no, of }) => `${no}/${of}`;

const programs = {
  async "music-metadata"(path) {
    const { parseFile } = require("music-metadata");
    const { common, format, quality } = await parseFile(path, { duration: true, includeChapters: true });
    return {
      ...common,
      picture: common.picture?.length,
      track: fraction(common.track),
      disk: fraction(common.disk),
      seconds: format.duration,
      chapters: format.chapters,
      warnings: quality.warnings.map(({ message }) => message),
    };
  },
  "node-id3": (path) => {
    const { raw, image, ...tags } = require("node-id3").read(path);
    return tags;
  },
  "webvtt-parser": (path) => {
    const { WebVTTParser } = require("webvtt-parser");
    const { cues, errors } = new WebVTTParser().parse(readFileSync(path, "utf8"), "metadata");
    return { errors, cues: cues.map(({ startTime, endTime, text }) => [startTime, endTime, text]) };
  },
  clrc: (path) => require("clrc").parse(readFileSync(path, "utf8")),
  "clrc-enhanced": (path) => require("clrc").parseEnhanced(readFileSync(path, "utf8")),
  "podcast-partytime": (path) => {
    const { parseFeed } = require("podcast-partytime");
    return parseFeed(readFileSync(path, "utf8"), { allowMissingGuid: false });
  },
  "rss-parser": (path) => new (require("rss-parser"))().parseString(readFileSync(path, "utf8")),
};

const [program, path] = process.argv.slice(2);
Promise.resolve(programs[program](path)).then((said) => console.log(JSON.stringify(said)));
