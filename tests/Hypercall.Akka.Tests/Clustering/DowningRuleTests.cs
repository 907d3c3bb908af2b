using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Hypercall.Actors.Clustering.Downing;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>
/// The verdict for tables of members: a word for each, in the order of addresses and of age, as <see cref="Read"/> says.
/// </summary>
public sealed class DowningRuleTests
{
    private const long StableMs = 5_000;

    /// <summary>
    /// A, B, C, D and E are engines by address; V and G are none. A letter may be followed by <c>*</c> this node,
    /// <c>+</c> joins, <c>-</c> leaves, <c>x</c> is down already, then <c>lost</c>, <c>accused</c> (unreachable for
    /// another), <c>unheard</c> (accused by this node itself) or <c>dead</c> (both lost and unheard), with the seconds.
    /// </summary>
    [Theory]
    [InlineData("A* B C", "")]
    // A dead engine is put out by the first of the larger side, once its suspicion has lasted.
    [InlineData("A*|B dead 4.9|C", "")]
    [InlineData("A*|B dead 5|C", "B")]
    [InlineData("A|B dead 5|C*", "")]
    [InlineData("A dead 5|B*|C", "A")]
    [InlineData("A dead 5|B|C*", "")]
    // The smaller side goes by itself, each of its nodes, whatever it is.
    [InlineData("A*|B dead 5|C dead 5", "A")]
    [InlineData("A|B*|C dead 5|D dead 5|E dead 5", "B")]
    [InlineData("A|B|C dead 5|D dead 5|E dead 5|V*", "V")]
    [InlineData("A dead 5|B dead 5|C dead 5|V*", "V")]
    // At a tie the side of the lowest address stays.
    [InlineData("A*|B dead 5", "B")]
    [InlineData("A dead 5|B*", "B")]
    [InlineData("A|B*|C dead 5|D dead 5", "")]
    [InlineData("A*|B|C dead 5|D dead 5", "C D")]
    [InlineData("A dead 5|B dead 5|C*|D", "C")]
    // One that joins or leaves may count on the other side, and counts on none of ours.
    [InlineData("A*|B+ dead 5", "B")]
    [InlineData("A+ dead 5|B*", "A")]
    [InlineData("A dead 5|B-|C*", "C")]
    [InlineData("A|B*-|C dead 5", "")]
    [InlineData("A*|B|C dead 5|D+ dead 5|E+ dead 5", "A")]
    [InlineData("A*|Bx dead 9|Cx dead 9", "")]
    // A lost set that changed lately is left alone for a while, then decided on as it is.
    [InlineData("A*|B dead 14|C|D dead 1|E", "")]
    [InlineData("A*|B dead 15|C|D dead 1|E", "B")]
    [InlineData("A*|B dead 15|C dead 1", "")]
    [InlineData("A*|B dead 15|C dead 15|D dead 1|E dead 1", "")]
    [InlineData("A*|B dead 15|C dead 15|D dead 15|E dead 1", "A")]
    // A bad link to a view or a gateway puts no engine out.
    [InlineData("A*|B|C|G accused 4.9", "")]
    [InlineData("A*|B|C|G unheard 5", "G")]
    [InlineData("A*|B|C accused 60|G accused 5", "G")]
    [InlineData("A|B*|C accused 60|G accused 5", "")]
    [InlineData("A accused 60|B*|C|G accused 5", "G")]
    [InlineData("A*|B|C accused 60", "")]
    [InlineData("A*|B|C|G lost 5|V lost 6", "G V")]
    [InlineData("A|B|C unheard 4.9|G*", "")]
    [InlineData("A|B|C unheard 5|G*", "G")]
    [InlineData("A|B|C dead 5|G*", "")]
    [InlineData("A|B|C|V unheard 60|G*", "")]
    // Of two engines with a bad link the younger goes, then the older one where the younger hears well.
    [InlineData("A|B|C*|D unheard 9.9", "")]
    [InlineData("A unheard 9.9|B|C*", "")]
    [InlineData("A unheard 10|B|C*", "C")]
    [InlineData("A*|B|C unheard 10", "")]
    [InlineData("A*|B|C unheard 19.9", "")]
    [InlineData("A*|B|C unheard 20", "A")]
    [InlineData("A accused 60|B*|C accused 60", "")]
    // But not where no majority would be left.
    [InlineData("A unheard 60|B*", "B")]
    [InlineData("A*|B unheard 60", "")]
    [InlineData("A unheard 10|B|C lost 1|D*", "")]
    // Who hears most engines badly is the bad one.
    [InlineData("A*|B unheard 5|C unheard 5", "A")]
    [InlineData("A*|B unheard 5|C unheard 4", "")]
    [InlineData("A*|B|C|D unheard 5|E unheard 5", "")]
    // Who is no member, is down already, or leaves with everybody's agreement decides nothing.
    [InlineData("A|B dead 60|C", "")]
    [InlineData("A*x|B dead 60|C", "")]
    public void Verdict(string members, string wanted) => AssertVerdict(members, wanted);

    [Fact]
    public void A_view_left_without_any_engine_goes_once_that_has_lasted()
    {
        MemberView[] view = Read("V*");

        Assert.Empty(Rule().Decide(view, null).Nodes);
        Assert.Empty(Rule().Decide(view, StableMs - 1).Nodes);
        Assert.Equal([view[0].Node], Rule().Decide(view, StableMs).Nodes);
    }

    private static DowningRule Rule() => new(StableMs);

    private static void AssertVerdict(string members, string wanted)
    {
        MemberView[] views = Read(members);

        DowningVerdict verdict = Rule().Decide(views);

        Assert.Equal(wanted, string.Join(' ', verdict.Nodes.Select(NameOf)));
        Assert.Equal(wanted.Length > 0, verdict.Reason.Length > 0);
    }

    /// <summary>An address keeps its host in small letters.</summary>
    private static string NameOf(UniqueAddress node) => node.Address.Host!.ToUpperInvariant();

    private static MemberView[] Read(string members) =>
        [.. members.Split(members.Contains('|') ? '|' : ' ').Select(ReadOne)];

    private static MemberView ReadOne(string text, int index)
    {
        string[] words = text.Split(' ');
        string suspicion = words.Length > 1 ? words[1] : string.Empty;
        long? lastsMs = words.Length > 1 ? (long)(decimal.Parse(words[2], CultureInfo.InvariantCulture) * 1_000) : null;
        return new MemberView
        {
            Node = new UniqueAddress(new Address("akka.tcp", "hypercall", words[0][..1], 1), index),
            IsEngine = words[0][0] <= 'E',
            IsSelf = words[0].Contains('*'),
            Status = StatusOf(words[0]),
            Age = index,
            UnreachableMs = lastsMs,
            LostMs = suspicion is "lost" or "dead" ? lastsMs : null,
            UnheardMs = suspicion is "unheard" or "dead" ? lastsMs : null,
        };
    }

    private static MemberStatus StatusOf(string word) =>
        word.Contains('+') ? MemberStatus.Joining
        : word.Contains('-') ? MemberStatus.Leaving
        : word.Contains('x') ? MemberStatus.Down
        : MemberStatus.Up;
}
