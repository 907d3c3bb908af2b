using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests;

public sealed class DiagnosticFileTests
{
    [Fact]
    public void It_names_the_command_its_place_what_was_thrown_and_the_state()
    {
        using var directory = new TemporaryDirectory();
        var diagnostic = new EngineDiagnostic(
            12, 345, "PlaceOrder …", new byte[] { 1, 0xab }, "System.DivideByZeroException: text",
            [new KeyValuePair<string, Hash256>("books", default)], "accounts threw");

        string path = DiagnosticFile.Write(directory.Path, diagnostic);

        Assert.Equal(directory.File("diagnostic-345.txt"), path);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(
            [
                "record    12",
                "sequence  345",
                "command   PlaceOrder …",
                "envelope  01ab",
                $"digest    books {new string('0', 64)}",
                "digests   accounts threw",
                "",
                "System.DivideByZeroException: text",
            ],
            lines);
    }
}
