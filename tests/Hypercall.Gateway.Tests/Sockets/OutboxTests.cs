using Hypercall.Gateway.Sockets;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>What waits for one socket is bounded in number, bytes and age, whatever it is (gateway.md §6).</summary>
public sealed class OutboxTests
{
    private const int MiB = 1 << 20;
    private readonly ManualTime _time = new();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(new SocketLimits(), _time);

    [Theory]
    [InlineData(10, 1_024, "message_limit")]
    [InlineData(MiB, 4, "byte_limit")]
    [InlineData(5 * MiB, 0, "byte_limit")]
    public void It_holds_so_many_messages_and_bytes_and_no_more(int bytes, int held, string cause)
    {
        byte[] message = new byte[bytes];
        for (int number = 0; number < held; number++)
            Assert.Null(_outbox.Add(message, MessageClass.OrderedPublic));

        Assert.Contains($"\"cause\":\"{cause}\"", _outbox.Add(message, MessageClass.OrderedPublic));
    }

    [Fact]
    public void What_has_waited_for_more_than_five_seconds_is_too_old()
    {
        _outbox.Add(new byte[1], MessageClass.PrivateDurable);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(_outbox.Add(new byte[1], MessageClass.PrivateDurable));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(
            """{"error":"slow_consumer","class":"private_durable","cause":"message_age","recovery":"rest_reconcile"}""",
            _outbox.Add(new byte[1], MessageClass.PrivateDurable));
    }

    [Fact]
    public async Task A_replaceable_message_takes_the_place_of_its_like_and_only_the_last_one_is_sent()
    {
        for (int number = 0; number < 10_000; number++)
            Assert.Null(_outbox.Add(new[] { (byte)(number % 256) }, MessageClass.ReplaceablePublic, "orderbook:a"));
        Assert.Null(_outbox.Add(new[] { (byte)7 }, MessageClass.ReplaceablePublic, "orderbook:b"));

        foreach (byte expected in (byte[])[9_999 % 256, 7])
            Assert.Equal([expected], (await _outbox.TakeAsync())!.Value.Bytes.ToArray());
    }

    /// <summary>A snapshot that grows while it waits is bounded as what is added is.</summary>
    [Fact]
    public void Messages_that_are_replaced_by_larger_ones_stay_within_the_bytes()
    {
        foreach (string key in (string[])["a", "b", "c", "d", "e"])
            Assert.Null(_outbox.Add(new byte[1], MessageClass.ReplaceablePublic, key));
        foreach (string key in (string[])["a", "b", "c"])
            Assert.Null(_outbox.Add(new byte[MiB], MessageClass.ReplaceablePublic, key));

        Assert.Contains("byte_limit", _outbox.Add(new byte[MiB], MessageClass.ReplaceablePublic, "d"));
    }
}
