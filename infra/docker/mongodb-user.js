// Run by MongoDB's image when its volume is empty: a user who may read and write the services' database, and nothing else.
db.getSiblingDB("recoil").createUser({
  user: "recoil",
  pwd: process.env.RECOIL_MONGODB_PASSWORD,
  roles: [{ role: "readWrite", db: "recoil" }],
});
