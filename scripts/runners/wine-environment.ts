// Loaded first by a Node under wine (--import): wine replaces the user's folder by one of its prefix,
// this puts the cell's own back.
process.env.USERPROFILE = process.env.PLUGKIT_USERPROFILE;
