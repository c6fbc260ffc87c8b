using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Geolocation;

/// <summary>Judges the age of the address data anew every day, and reads the operator's own files again.</summary>
internal sealed partial class AddressDataAging(
    AddressLocator locator, TimeProvider time, ILogger<AddressDataAging> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                locator.Reload(time.GetUtcNow());
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                Log.NotReloaded(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Error, "Address data could not be loaded again; those in use stay.")]
        public static partial void NotReloaded(ILogger logger, Exception exception);
    }
}
