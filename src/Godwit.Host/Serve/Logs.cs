using Microsoft.Extensions.Logging.Console;

namespace Godwit.Host.Serve;

/// <summary>Log lines: on standard error, so that standard output stays the user's; quiet unless asked.</summary>
internal static class Logs
{
    public static void Configure(ILoggingBuilder logging, ServeSettings settings)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(settings.LogLevel);
        // The framework's own news is seldom Godwit's.
        logging.AddFilter("Microsoft", settings.LogLevel < LogLevel.Warning ? LogLevel.Warning : settings.LogLevel);
        // The host reports a start that failed, and work that ended by an error, and so does the command line.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold =
            LogLevel.Trace);
        if (settings.LogFormat == LogFormat.Json)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                json.IncludeScopes = true;
            });
            return;
        }

        logging.AddSimpleConsole(text =>
        {
            text.SingleLine = true;
            text.UseUtcTimestamp = true;
            text.TimestampFormat = "HH:mm:ss'Z' ";
        });
    }
}
