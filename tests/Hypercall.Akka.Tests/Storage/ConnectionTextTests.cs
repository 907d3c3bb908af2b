using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>Connection strings from elsewhere, and texts that are never shown.</summary>
public sealed class ConnectionTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_connection_string_may_stand_in_a_file_or_a_variable()
    {
        const string text = "Host=db;Username=hypercall;Password=hunter2";
        string file = _directory.File("connection");
        File.WriteAllText(file, text + "\n");
        const string variable = "HYPERCALL_TEST_CONNECTION_TEXT";
        Environment.SetEnvironmentVariable(variable, text);

        foreach (string place in new[] { $"file:{file}", $"env:{variable}" })
        {
            string used = TestConfig.Postgresql(place).GetString("hypercall.plugins.main.journal.connection-string");
            Assert.Contains("Password=hunter2", used);
        }

        Environment.SetEnvironmentVariable(variable, null);
    }

    [Fact]
    public void A_place_without_one_is_named()
    {
        string file = _directory.File("empty");
        File.WriteAllText(file, "\n");
        foreach (string place in new[] { $"file:{file}", $"file:{file}.absent", "env:HYPERCALL_THERE_IS_NONE" })
        {
            SettingException error = Assert.Throws<SettingException>(() => TestConfig.Postgresql(place));
            Assert.Contains(place, error.Message);
        }
    }

    [Theory]
    [InlineData("hypercall.journal.sqlite.connection-string", "Host=db;Password=hunter2")]
    [InlineData("hypercall.journal.sqlite.connection-string", "Data Source=Host=db;Password=hunter2")]
    [InlineData("hypercall.snapshots.sqlite.connection-string", "Data Source=venue.db;Password=hunter2")]
    [InlineData("hypercall.engine.diagnostics-directory", "Host=db;Password=hunter2")]
    [InlineData("hypercall.engine.dispatcher", "Host=db;pwd = hunter2")]
    [InlineData("hypercall.engine.max-batch", "postgresql://hypercall:hunter2@db/venue")]
    public void A_password_in_a_setting_that_takes_none_is_refused_and_not_shown(string path, string given)
    {
        Config own = ConfigurationFactory.ParseString(
            $"hypercall.journal.choice = sqlite\n{path} = {HoconText.Quoted(given)}");

        SettingException error =
            Assert.Throws<SettingException>(() => HypercallSettings.Read(HypercallConfig.Compose(own)));

        Assert.Equal(path, error.Path);
        Assert.DoesNotContain("hunter2", error.ToString());
        Assert.Contains(ConnectionText.NotShown, error.Message);
    }

    public void Dispose() => _directory.Dispose();
}
