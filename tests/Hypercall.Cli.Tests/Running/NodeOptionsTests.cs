using System.CommandLine;
using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Verbs;

namespace Hypercall.Cli.Tests.Running;

/// <summary>What a node's settings are: the command line's, else those of --config's file, else defaults.</summary>
public sealed class NodeOptionsTests : IDisposable
{
    private const string Roles = "hypercall.roles";
    private const string Host = "akka.remote.dot-netty.tcp.hostname";
    private const string Seeds = "akka.cluster.seed-nodes";

    private const string Everything = """
        hypercall.roles = [view, gateway]
        akka.remote.dot-netty.tcp.hostname = "127.0.0.7"
        akka.cluster.seed-nodes = ["akka.tcp://hypercall@127.0.0.8:5000", "akka.tcp://hypercall@127.0.0.9:5000"]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("hypercall.gateway.chain-id = 5")]
    [InlineData("hypercall.roles = []\nakka.cluster.seed-nodes = []\nakka.remote.dot-netty.tcp.hostname = \"\"")]
    public void What_nobody_says_has_the_programs_defaults(string? file)
    {
        Config settings = Compose(file);

        Assert.Equal(["engine"], settings.GetStringList(Roles));
        Assert.Equal("127.0.0.1", settings.GetString(Host));
        Assert.Equal(["akka.tcp://hypercall@127.0.0.1:5001"], settings.GetStringList(Seeds));
    }

    [Fact]
    public void What_the_file_says_is_taken()
    {
        Config settings = Compose(Everything);

        Assert.Equal(["view", "gateway"], settings.GetStringList(Roles));
        Assert.Equal(["view", "gateway"], settings.GetStringList("akka.cluster.roles"));
        Assert.Equal("127.0.0.7", settings.GetString(Host));
        Assert.Equal(
            ["akka.tcp://hypercall@127.0.0.8:5000", "akka.tcp://hypercall@127.0.0.9:5000"],
            settings.GetStringList(Seeds));
    }

    [Fact]
    public void What_the_command_line_says_comes_before_it()
    {
        Config settings = Compose(
            Everything, "--role", "engine", "--host", "127.0.0.2", "--seed", "127.0.0.3:5003");

        Assert.Equal(["engine"], settings.GetStringList(Roles));
        Assert.Equal(["engine"], settings.GetStringList("akka.cluster.roles"));
        Assert.Equal("127.0.0.2", settings.GetString(Host));
        Assert.Equal(["akka.tcp://hypercall@127.0.0.3:5003"], settings.GetStringList(Seeds));
    }

    /// <summary>A node that begins a cluster joins itself where it is, wherever that is said.</summary>
    [Fact]
    public void A_first_node_joins_itself_by_the_name_in_the_file() => Assert.Equal(
        ["akka.tcp://hypercall@127.0.0.7:5001"],
        Compose("akka.remote.dot-netty.tcp.hostname = \"127.0.0.7\"").GetStringList(Seeds));

    [Fact]
    public void Roles_of_the_file_decide_about_http_and_the_journal()
    {
        const string url = "http://127.0.0.1:3000";
        Assert.Equal(url, Compose(Everything, "--http", url).GetString("hypercall.gateway.url"));
        Assert.Equal("memory", Compose("hypercall.roles = [gateway]").GetString("hypercall.journal.choice"));

        Assert.Throws<InputException>(() => Compose("hypercall.roles = [gateway]", "--http", url));
        Assert.Throws<InputException>(() => Compose(Everything, "--role", "gateway", "--http", url));
        Assert.Null(Compose(Everything).GetString("hypercall.journal.choice"));
    }

    [Theory]
    [InlineData("hypercall.roles = engine", Roles)]
    [InlineData("akka.cluster.seed-nodes = \"127.0.0.1:5001\"", Seeds)]
    [InlineData("hypercall.roles { engine = on }", Roles)]
    public void What_is_no_list_is_refused_by_its_path(string file, string path) =>
        Assert.Equal(path, Assert.Throws<SettingException>(() => Compose(file)).Path);

    [Fact]
    public void A_host_that_is_none_is_named() => Assert.Contains(
        "no host", Assert.Throws<InputException>(
            () => Compose("akka.remote.dot-netty.tcp.hostname = \"no host\"")).Message);

    private Config Compose(string? file, params string[] arguments)
    {
        var command = new Command("run");
        var options = new NodeOptions(command);
        string[] config = file is null ? [] : ["--config", _folder.Write("node.conf", file)];
        return options.Compose(command.Parse(["--port", "5001", .. config, .. arguments]));
    }
}
