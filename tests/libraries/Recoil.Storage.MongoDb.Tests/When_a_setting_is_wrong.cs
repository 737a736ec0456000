using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;

namespace Recoil.Storage.MongoDb.Tests;

public sealed class When_a_setting_is_wrong
{
    private static readonly StorageOptions s_right = new() { Kind = StorageOptions.MongoDb, ConnectionString = "mongodb://ida:secret@db1:27018,db2/?replicaSet=rs" };

    [Fact]
    public void A_valid_one_is_shown_without_user_and_password()
    {
        s_right.Validate();

        s_right.ToString().ShouldBe("MongoDB at db1:27018,db2:27017/recoil");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mongodb://ida:se/cret@db1")]
    [InlineData("mongodb://ida:secret@db1:99999")]
    [InlineData("mongodb://ida:secret@db1/?maxPoolSize=many")]
    [InlineData("")]
    public void A_connection_string_is_never_quoted(string connectionString)
    {
        var line = Should.Throw<InvalidSettingException>((s_right with { ConnectionString = connectionString }).Validate).Message;

        line.ShouldStartWith("Setting Storage:ConnectionString is not understood. Write mongodb://user:password@host:port/");
        line.ShouldNotContain("cret");
        (s_right with { ConnectionString = connectionString }).ToString().ShouldNotContain("cret");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("most")]
    [InlineData("-1")]
    public void A_write_must_be_confirmed_by_a_member(string concern) =>
        Should.Throw<InvalidSettingException>((s_right with { WriteConcern = concern }).Validate).Message
            .ShouldBe($"Setting Storage:WriteConcern is \"{concern}\". Give majority, or a number of members from 1 to 50.");

    [Fact]
    public void Two_places_for_one_thing_are_one_too_many() =>
        Should.Throw<InvalidSettingException>((s_right with { ConnectionString = "mongodb://db1/?w=1" }).Validate).Message
            .ShouldBe("Setting Storage:ConnectionString also sets w. Remove it there: WriteConcern sets it.");

    [Theory]
    [InlineData("")]
    [InlineData("re/coil")]
    [InlineData("re.coil")]
    public void A_database_has_a_name_that_the_server_takes(string name) =>
        Should.Throw<InvalidSettingException>((s_right with { Database = name }).Validate).Message.ShouldStartWith($"Setting Storage:Database is \"{name}\". ");
}
