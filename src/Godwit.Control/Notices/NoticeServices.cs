using Godwit.Control.Notices.Api;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Mail;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Control.Notices;

/// <summary>Registers notices, and maps their part of the admin API.</summary>
internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services, NoticeOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton<TrustedRoots>();
        services.TryAddSingleton<NoticeOutbox>();
        services.TryAddSingleton<NoticeCampaigns>();
        services.TryAddSingleton<INoticeAudience, ImpactAudience>();
        services.TryAddSingleton<NoticeComposer>();
        services.TryAddSingleton<NoticePreviews>();
        services.TryAddSingleton<WebhookHttp>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INoticeChannel, MailChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INoticeChannel, WebhookChannel>());
        services.TryAddSingleton(_ => new NoticeBackoff(Random.Shared));
        services.TryAddSingleton<NoticeDelivery>();
        services.TryAddSingleton<NoticeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeWorker>());
    }

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        PreviewNotices.Map(routes);
        SendNotices.Map(routes);
        ShowNotices.Map(routes);
        BounceNotice.Map(routes);
    }
}
