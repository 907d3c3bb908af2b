using System.Text;
using Akka.Actor;
using Hypercall.Actors.Clustering;

namespace Hypercall.Actors.Tests.Clustering;

public sealed class HostNamesTests
{
    private static readonly Address Self = new("akka.tcp", "hypercall", "10.0.0.1", 4053);

    [Theory]
    [InlineData("node-1", "node-1@10.0.0.1:4053")]
    [InlineData("machine:4711", "machine:4711@10.0.0.1:4053")]
    public void A_name_says_where_its_host_is_reached(string hostId, string expected)
    {
        string name = HostNames.Of(hostId, Self);
        Assert.Equal(expected, name);
        Assert.Equal(Self, HostNames.AddressOf(name, Self.WithPort(1)));
    }

    [Fact]
    public void A_long_name_is_cut_and_keeps_the_address()
    {
        string name = HostNames.Of(string.Concat(Enumerable.Repeat("é😀", 20)), Self);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 58, 64);
        Assert.Equal(Self, HostNames.AddressOf(name, Self));
    }

    [Fact]
    public void Where_the_address_does_not_fit_the_name_stays_what_it_is() =>
        Assert.Equal("node-1", HostNames.Of("node-1", Self.WithHost(new string('h', 64))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("machine:4711")]
    [InlineData("node@")]
    [InlineData("node@:1")]
    [InlineData("node@host:x")]
    public void Other_names_say_nothing(string? name) => Assert.Null(HostNames.AddressOf(name, Self));
}
