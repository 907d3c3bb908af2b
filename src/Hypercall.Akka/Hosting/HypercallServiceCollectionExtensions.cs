using Akka.Actor;
using Hypercall.Sequencer.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Akka.Hosting;

/// <summary>Registration in a Microsoft.Extensions.Hosting application.</summary>
public static class HypercallServiceCollectionExtensions
{
    /// <summary>
    /// Adds Hypercall: a hosted service with its actor system, and, once the host has started, the
    /// <see cref="ActorSystem"/>, the <see cref="HypercallAkka"/> and an <see cref="IEngineClient"/> of the first
    /// configured partition. A wrong setting ends the host's start with a <see cref="SettingException"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddHypercallAkka(
        this IServiceCollection services, Action<HypercallHostOptions>? configure = null)
    {
        var options = new HypercallHostOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddSingleton<HypercallHost>();
        services.AddHostedService(provider => provider.GetRequiredService<HypercallHost>());
        services.AddSingleton(provider => provider.GetRequiredService<HypercallHost>().System);
        services.AddSingleton(provider => HypercallAkka.Get(provider.GetRequiredService<ActorSystem>()));
        services.AddSingleton(provider => FirstClient(provider.GetRequiredService<HypercallAkka>()));
        return services;
    }

    private static IEngineClient FirstClient(HypercallAkka hypercall) =>
        hypercall.Client(hypercall.Settings.Partitions[0]);
}
