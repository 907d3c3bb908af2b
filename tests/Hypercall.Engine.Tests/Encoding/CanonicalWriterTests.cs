using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

public sealed class CanonicalWriterTests
{
    [Fact]
    public void What_was_not_written_cannot_be_kept()
    {
        var writer = new CanonicalWriter();
        writer.WriteInt32(7);

        writer.Truncate(1);

        Assert.Equal([7], writer.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(2));
        Assert.Equal(1, writer.Length);
    }
}
