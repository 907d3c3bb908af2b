using System.Text;
using Hypercall.Cli.Output;

namespace Hypercall.Cli.Tests.Output;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_line_is_there_with_its_end_as_soon_as_it_is_written()
    {
        using var stream = new MemoryStream();
        using var lines = new JsonLines(stream);
        lines.Write(writer => writer.WriteNumberValue(1));
        Assert.Equal("1\n", Encoding.UTF8.GetString(stream.ToArray()));
        lines.Write(writer => writer.WriteNumberValue(22));
        Assert.Equal("1\n22\n", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
