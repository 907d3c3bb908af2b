using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Named by <c>akka.cluster.downing-provider-class</c>: who decides which members are put out.</summary>
internal sealed class VenueDowningProvider : IDowningProvider
{
    private static readonly TimeSpan ShortestStable = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStable = TimeSpan.FromMinutes(1);

    private readonly Akka.Cluster.Cluster _cluster;
    private readonly TimeSpan _stableAfter;

    /// <summary>Called by the cluster.</summary>
    /// <exception cref="SettingException"><c>hypercall.cluster.stable-after</c> takes another value.</exception>
    public VenueDowningProvider(ActorSystem system, Akka.Cluster.Cluster cluster)
    {
        _cluster = cluster;
        _stableAfter = ReadStableAfter(new SettingReader(system.Settings.Config));
        DownRemovalMargin = system.Settings.Config.GetTimeSpan("akka.cluster.down-removal-margin");
    }

    public TimeSpan DownRemovalMargin { get; }

    /// <summary>How long a suspicion must last.</summary>
    /// <exception cref="SettingException">It takes another value.</exception>
    public static TimeSpan ReadStableAfter(SettingReader reader) =>
        reader.Duration("cluster.stable-after", ShortestStable, LongestStable);

    public Props DowningActorProps => Props.Create(() => new DowningActor(_cluster, _stableAfter));
}
