using System.Net;
using System.Net.Sockets;
using System.Runtime;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Doctor;

/// <summary>Checks of the machine itself: runtime, sockets, ports, folder, clock.</summary>
internal static class MachineChecks
{
    private const int RuntimeMajor = 10;

    // A clock may be behind the newest file it loads by as much as a time zone mistake, and no more.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(26);

    public static Finding Runtime() => Environment.Version.Major >= RuntimeMajor
        ? Finding.Ok("runtime", $".NET {Environment.Version}, {Environment.ProcessorCount} processors, "
            + (GCSettings.IsServerGC ? "server" : "workstation") + " garbage collection")
        : Finding.Wrong(
            "runtime", $".NET {Environment.Version}", $"install the ASP.NET Core runtime {RuntimeMajor}.0 or later");

    public static async Task<Finding> InlineCompletionsAsync(CancellationToken cancellation)
    {
        const string Check = "inline completions";
        if (OperatingSystem.IsWindows())
            return Finding.Note(Check, "not used on Windows", "run on Linux for the least CPU per request");
        return await InlineCompletions.AreActiveAsync(cancellation)
            ? Finding.Ok(Check, "active")
            : Finding.Wrong(Check, "not active: requests cost about twice the CPU",
                $"set {InlineCompletions.Variable}=1 in the environment of the process, or leave it unset");
    }

    /// <summary>Whether an address can be listened on, or is held by the Godwit of this data folder.</summary>
    public static Finding Port(ServeSetting setting, IPEndPoint point, RunningGodwit? running)
    {
        var check = $"port of {setting.Option.Name}";
        if (point.Port == 0)
            return Finding.Ok(check, "any free one");
        using var socket = new Socket(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As Kestrel does: a port in TIME_WAIT is free.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(point);
            socket.Listen(1);
            return Finding.Ok(check, $"{point} is free");
        }
        catch (SocketException failure)
        {
            return running is not null && (IsAt(running.Client, point) || IsAt(running.Admin, point))
                ? Finding.Ok(check, $"{point} is held by the Godwit that runs (process {running.Pid})")
                : Finding.Wrong(check, $"{point}: {failure.Message}",
                    $"stop what listens there, or choose another with {setting.Option.Name} ({setting.Variable})");
        }
    }

    public static Finding Folder(DataFolder data)
    {
        const string Check = "data folder";
        try
        {
            data.Create();
            var probe = Path.Combine(data.Path, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong(Check, failure.Message,
                $"let this user write it, or choose another with --data ({DataFolder.Variable})");
        }

        return OpenToOthers(data.Path)
            ? Finding.Wrong(Check, $"{data.Path} can be read by other users", $"chmod 700 {data.Path}")
            : Finding.Ok(Check, data.Path);
    }

    /// <summary>
    /// A clock that is behind the address data is wrong; dated policies would be decided at the wrong time.
    /// </summary>
    public static Finding Clock(DateTimeOffset now, IReadOnlyList<AddressSource> sources)
    {
        var newest = sources.Select(source => source.BuildEpoch).Append(DateTimeOffset.UnixEpoch).Max();
        return now + ClockSlack >= newest
            ? Finding.Ok("clock",
                now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture))
            : Finding.Wrong("clock", $"{now:O} is before the address data were built ({newest:yyyy-MM-dd})",
                "set the clock, and keep it right with NTP: policies take effect to the second");
    }

    private static bool OpenToOthers(string path) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (
            UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)) != 0;

    private static bool IsAt(string url, IPEndPoint point) => new Uri(url).Port == point.Port;
}
