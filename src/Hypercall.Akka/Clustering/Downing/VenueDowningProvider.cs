using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Named by <c>akka.cluster.downing-provider-class</c>: who decides which members are put out.</summary>
/// <exception cref="SettingException"><c>hypercall.cluster.stable-after</c> takes another value.</exception>
internal sealed class VenueDowningProvider(ActorSystem system, Akka.Cluster.Cluster cluster) : IDowningProvider
{
    private static readonly TimeSpan ShortestStable = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStable = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _stableAfter = ReadStableAfter(new SettingReader(system.Settings.Config));

    public TimeSpan DownRemovalMargin { get; } =
        system.Settings.Config.GetTimeSpan("akka.cluster.down-removal-margin");

    /// <summary>How long a suspicion must last.</summary>
    /// <exception cref="SettingException">It takes another value.</exception>
    public static TimeSpan ReadStableAfter(SettingReader reader) =>
        reader.Duration("cluster.stable-after", ShortestStable, LongestStable);

    public Props DowningActorProps => Props.Create(() => new DowningActor(cluster, _stableAfter));
}
