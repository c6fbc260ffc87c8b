using System.Runtime.InteropServices;

namespace Godwit.Host.Serve;

/// <summary>Waits until the process is asked to stop.</summary>
internal static class StopSignal
{
    /// <summary>
    /// Returns at SIGTERM, SIGINT or when the token is cancelled; the process then ends in its own way.
    /// </summary>
    public static async Task WaitAsync(CancellationToken cancellation)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Ask(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.TrySetResult();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        await using var cancelled = cancellation.Register(() => asked.TrySetResult());
        await asked.Task;
    }
}
