using Microsoft.Extensions.Hosting;

namespace Godwit.Control;

/// <summary>Work of the control plane that goes on as long as the node runs, on <see cref="ControlThreads"/>.</summary>
internal abstract class ControlWorker : BackgroundService
{
    /// <summary>Works until it is told to stop.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ControlThreads.Enter();
        await WorkAsync(stoppingToken);
    }
}
