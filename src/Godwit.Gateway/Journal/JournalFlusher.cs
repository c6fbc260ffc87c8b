using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Journal;

/// <summary>Hands the journal to the disk every second, off the request path: what a loss of power may cost.</summary>
internal sealed partial class JournalFlusher(RequestJournal journal, TimeProvider time, ILogger<JournalFlusher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                journal.Flush();
            }
            catch (IOException e)
            {
                Log.FlushFailed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Error, "The journal could not be handed to the disk; it is tried again.")]
        public static partial void FlushFailed(ILogger logger, Exception exception);
    }
}
