using Hypercall.Cli.Embedded;
using Hypercall.Engine.Commands;
using Hypercall.Json;

namespace Hypercall.Cli.Tests.Embedded;

/// <summary>What comes of it when those who see the answers of a feed cannot go on.</summary>
public sealed class CommandFeedTests
{
    [Fact]
    public async Task What_is_thrown_at_an_answer_ends_the_feed_and_nothing_waits_for_ever()
    {
        using var folder = new TemporaryFolder();
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(folder["journal"]);
        CommandFeed feed = engine.Feed(static _ => throw new IOException("the disk is full"));

        IOException told = Assert.Throws<IOException>(() =>
        {
            for (int index = 1; index <= 2 * CommandFeed.Window; index++)
                feed.Send(new SubmittedCommand(index, null, null, null, null, new Tick()));
        });
        Assert.Equal("the disk is full", told.Message);
        Assert.Throws<IOException>(feed.Complete);
        Assert.Equal(0, feed.Answered);
    }
}
