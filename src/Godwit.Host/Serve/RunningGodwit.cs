using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Godwit.Host.Serve;

/// <summary>How a running Godwit is reached: what the ready file and the data folder's own file say.</summary>
/// <param name="Client">Root of the client API.</param>
/// <param name="Admin">Root of the admin API.</param>
/// <param name="Pid">Process id.</param>
internal sealed record RunningGodwit(string Client, string Admin, int Pid)
{
    /// <summary>False when the process has gone without taking the file away.</summary>
    [JsonIgnore]
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }
}
